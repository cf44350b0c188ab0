package com.tripsage.gateway.chat;

import java.util.UUID;

/** A stretch of the text of a message that is being written: its characters from one to before another. */
record Stretch(UUID messageId, int from, int to) {}
