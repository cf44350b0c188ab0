package com.tripsage.gateway.request;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;

/**
 * The heap that the values of a JSON text take, on a JVM with compressed pointers. Objects and lists are counted three
 * times, as they were read, as the schema's types, and as the arguments of a method.
 */
final class NodeCost {

    private static final int COPIES = 3;
    private static final int OBJECT = 64 * COPIES;
    private static final int FIELD = 64 * COPIES;
    private static final int LIST = 56 * COPIES;
    private static final int ELEMENT = 8 * COPIES;
    private static final int TEXT = 40;
    private static final int NUMBER = 40;
    private static final int NUMBER_LIST = 80;

    private static final int STEP = 8 << 10;

    private final Holding memory;
    private long owed;

    NodeCost(Holding memory) {
        this.memory = memory;
    }

    void object() {
        add(OBJECT);
    }

    /** A field, and the note of its name that keeps it from coming twice. */
    void field(String name) {
        add(FIELD + TEXT + 2L * name.length());
    }

    void list() {
        add(LIST);
    }

    void element() {
        add(ELEMENT);
    }

    void text(int length) {
        add(TEXT + 2L * length);
    }

    /** A number that has so many digits when it is written out. */
    void number(int digits) {
        add(NUMBER + digits);
    }

    /** A long array of numbers, and a copy of the text in front of it. */
    void numbers(int count, int copied) {
        add(NUMBER_LIST + (long) Float.BYTES * count * COPIES + 2L * copied);
    }

    private void add(long bytes) {
        owed += bytes;
        if (owed >= STEP) {
            settle();
        }
    }

    /** Takes what has been counted. */
    void settle() {
        memory.take(Use.VARIABLES, owed);
        owed = 0;
    }
}
