package com.tripsage.gateway.refusal;

/** The refusal of a mutation that came over a transport which only reads. */
public class MutationNotAllowed extends RuntimeException {}
