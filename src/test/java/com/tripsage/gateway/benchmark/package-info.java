/** Benchmarks, which run only when they are named: {@code mvn test -Dtest=RecallBenchmark}. */
@NullMarked
package com.tripsage.gateway.benchmark;

import org.jspecify.annotations.NullMarked;
