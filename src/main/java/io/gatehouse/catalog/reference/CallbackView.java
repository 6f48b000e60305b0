package io.gatehouse.catalog.reference;

/** A request that the API makes to its caller's own address. */
public record CallbackView(String name, String method, String address, String description, BodyView body) {}
