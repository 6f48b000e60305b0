package io.gatehouse.web;

import java.util.function.Supplier;

/** Goes through all fields of a form before it refuses, so that a person sees everything that is wrong at once. */
public final class Checks {
    private Refused first;

    /** The checked value; null when it was refused, which {@link #orRefuse} will say. */
    public <T> T value(Supplier<T> check) {
        try {
            return check.get();
        } catch (Refused refused) {
            if (first == null) first = refused;
            else first.addSuppressed(refused);
            return null;
        }
    }

    public void that(Runnable check) {
        value(() -> {
            check.run();
            return null;
        });
    }

    public void refuse(String field, String message) {
        that(() -> {
            throw new Refused(field, message);
        });
    }

    /** The form with everything that was refused. */
    public Form on(Form form) {
        return first == null ? form : form.refused(first);
    }

    public void orRefuse() {
        if (first != null) throw first;
    }
}
