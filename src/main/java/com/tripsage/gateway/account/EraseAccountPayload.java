package com.tripsage.gateway.account;

import java.util.UUID;

record EraseAccountPayload(UUID erasedId, boolean isComplete) {}
