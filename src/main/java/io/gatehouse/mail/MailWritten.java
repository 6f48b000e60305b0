package io.gatehouse.mail;

/** Fired when a mail was put into the outbox. */
record MailWritten() {}
