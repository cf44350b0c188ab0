package com.tripsage.gateway.chat;

/** How far the writing of a message has come. */
enum ChatMessageState {
    COMPLETE,
    STREAMING,
    UNFINISHED
}
