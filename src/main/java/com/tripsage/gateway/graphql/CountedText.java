package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import java.io.StringWriter;

/** A text that takes its memory before it grows. */
final class CountedText extends StringWriter {

    /** Of a transport: the text while it grows, the message with it, and its bytes. */
    static final int COPIES = 4;

    private final Holding memory;

    CountedText(Holding memory) {
        this.memory = memory;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        count(length);
        super.write(characters, offset, length);
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

    private void count(int characters) {
        memory.take(Use.EVENTS, (long) COPIES * characters);
    }
}
