package com.tripsage.gateway.chat;

/** The author of a message. */
enum ChatRole {
    USER,
    ASSISTANT,
    SYSTEM,
    DEVELOPER,
    TOOL,
    FUNCTION
}
