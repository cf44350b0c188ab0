package com.tripsage.gateway.refusal;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an input, as much of it as an error tells; the rest is counted. */
public final class Violations {

    /** Paths and messages repeat what the client has sent. */
    private static final int LONGEST_TEXT = 300;

    private final int most;
    private final List<Violation> told = new ArrayList<>();
    private int untold;

    public Violations(int most) {
        this.most = most;
    }

    public void add(String path, String message) {
        if (told.size() < most) {
            told.add(new Violation(cut(path), cut(message)));
        } else {
            untold++;
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    public boolean isEmpty() {
        return told.isEmpty();
    }

    List<Violation> told() {
        return told;
    }

    /** How many more there are. */
    int untold() {
        return untold;
    }
}
