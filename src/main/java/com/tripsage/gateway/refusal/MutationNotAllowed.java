package com.tripsage.gateway.graphql;

/** A mutation came over a transport that only reads. */
public class MutationNotAllowed extends RuntimeException {}
