package com.tripsage.gateway.migration;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AccessMatrixTests {

    private final AccessMatrix matrix = new AccessMatrix(MigratedDatabase.shared());

    @TestFactory
    Stream<DynamicTest> everybodyDoesWhatTheyMay() {
        return matrix.tests();
    }

    @TestFactory
    Stream<DynamicTest> nobodyTruncates() {
        return matrix.truncations();
    }
}
