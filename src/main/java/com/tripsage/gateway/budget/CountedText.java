package com.tripsage.gateway.budget;

import java.io.StringWriter;

/** A text that takes its memory before it grows. */
public final class CountedText extends StringWriter {

    private final Holding memory;
    private final Use use;
    private final int copies;
    private final long most;
    private long characters;

    /**
     * An empty text.
     *
     * @param copies how often it will be held
     * @param most how many characters it may have
     */
    public CountedText(Holding memory, Use use, int copies, long most) {
        this.memory = memory;
        this.use = use;
        this.copies = copies;
        this.most = most;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        count(length);
        super.write(text, offset, length);
    }

    @Override
    public void write(String text) {
        count(text.length());
        super.write(text);
    }

    @Override
    public void write(String text, int offset, int length) {
        count(length);
        super.write(text, offset, length);
    }

    @Override
    public void write(int character) {
        count(1);
        super.write(character);
    }

    private void count(int more) {
        characters += more;
        if (characters > most) {
            throw new TooLong();
        }
        memory.take(use, (long) copies * more);
    }

    /** A refusal of a text that has more characters than it may have. */
    public static final class TooLong extends RuntimeException {

        TooLong() {
            super("The text is too long", null, false, false);
        }
    }
}
