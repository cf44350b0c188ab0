package com.tripsage.gateway.live;

import java.util.UUID;

/** The growth of a text that is being written, from one length to another. */
public record Growth(UUID rowId, UUID subject, int from, int to) {}
