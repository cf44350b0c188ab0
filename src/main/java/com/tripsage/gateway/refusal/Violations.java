package com.tripsage.gateway.refusal;

import java.util.ArrayList;
import java.util.List;

/** The violations of an input: as many as an error tells, and how many more there are. */
public final class Violations {

    /** The longest path or message that is told, because they repeat what the client has sent. */
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

    /** The number of violations that are not told. */
    int untold() {
        return untold;
    }
}
