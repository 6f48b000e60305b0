package io.gatehouse.folder;

/**
 * Something in a portal's folder that stands in the way.
 *
 * @param file  path in the folder; null when no single file is to blame
 * @param line  from 1; null when unknown
 * @param field name of the value, such as {@code gateway.routes}; null when the file as a whole is to blame
 */
public record FolderProblem(String file, Integer line, String field, String message) {

    /** As one line for people. */
    public String told() {
        StringBuilder told = new StringBuilder();
        if (file != null) told.append(file);
        if (line != null) told.append(':').append(line);
        if (told.length() > 0) told.append(": ");
        if (field != null) told.append(field).append(": ");
        return told.append(message).toString();
    }
}
