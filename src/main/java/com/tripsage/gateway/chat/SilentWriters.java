package com.tripsage.gateway.chat;

import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.process.Background;
import java.time.Duration;

/** The end of messages whose writers are gone: subscribers are told that these are unfinished. Any gateway does it for all. */
final class SilentWriters extends Background {

    private static final int BATCH = 100;

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

    private final ChatStreams streams;
    private final Duration silence;

    SilentWriters(ChatStreams streams, Duration silence) {
        super(Thread.ofPlatform().daemon().name("silent-writers"), DEFAULT_PHASE);
        this.streams = streams;
        this.silence = silence;
    }

    @Override
    protected Duration round() {
        return streams.endSilent(silence, BATCH) < BATCH ? BETWEEN_ROUNDS : Duration.ZERO;
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }
}
