package com.tripsage.gateway.chat;

/** What was appended to a message, and where. */
record ChatMessageIncrement(int offset, String text, int contentLength) {}
