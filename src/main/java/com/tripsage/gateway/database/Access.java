package com.tripsage.gateway.database;

/** The rights of a transaction, with the isolation that goes with them. */
public enum Access {
    /** One snapshot for every statement. */
    READ("begin isolation level repeatable read read only"),

    /** Every statement sees what was committed before it began, see docs/decisions/0003-mutations-read-committed.md. */
    WRITE("begin isolation level read committed read write");

    final String begin;

    Access(String begin) {
        this.begin = begin;
    }
}
