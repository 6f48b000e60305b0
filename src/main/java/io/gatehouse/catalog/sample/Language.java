package io.gatehouse.catalog.sample;

import java.util.List;

/** Writes a call in one language: plain code of that language's own library that can be copied and run. */
public interface Language {
    /** All of them, in the order of their tabs. */
    List<Language> ALL = List.of(
            new Curl(), new JavaScript(), new Python(), new Java(), new Go(), new CSharp(), new Php(), new Ruby());

    /** Name in addresses and cookies. */
    String id();

    /** Name for people. */
    String label();

    String write(Call call);
}
