package com.tripsage.gateway.http;

import com.tripsage.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A request whose token counts, and the response to it.
 *
 * @param token names the caller
 */
record Exchange(Caller caller, String token, HttpServletRequest request, HttpServletResponse response) {}
