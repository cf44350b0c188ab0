package com.tripsage.gateway.table;

/** An input whose components are columns of their own, each with the name of the field in front: {@code from_code} of {@code from}. */
public interface Spread {}
