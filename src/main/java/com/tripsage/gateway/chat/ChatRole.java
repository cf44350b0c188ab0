package com.tripsage.gateway.chat;

/** Who wrote a message. */
enum ChatRole {
    USER,
    ASSISTANT,
    SYSTEM
}
