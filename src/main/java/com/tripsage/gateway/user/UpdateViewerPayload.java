package com.tripsage.gateway.user;

record UpdateViewerPayload(User viewer) {}
