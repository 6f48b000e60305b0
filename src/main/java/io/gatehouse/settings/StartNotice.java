package io.gatehouse.settings;

import java.util.List;

/** Something that whoever started Gatehouse should read once it is ready. */
public interface StartNotice {
    List<String> lines();
}
