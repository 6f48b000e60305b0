package io.gatehouse.admin;

/** A part of the Admin API. */
interface AdminRoutes {
    void mount(Paths paths);
}
