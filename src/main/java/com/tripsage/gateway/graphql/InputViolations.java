package com.tripsage.gateway.graphql;

import com.tripsage.gateway.refusal.Violation;
import com.tripsage.gateway.refusal.Violations;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;

/** The violations of the constraints on an argument, with paths as the client knows them. */
final class InputViolations {

    private InputViolations() {}

    static Violations of(ConstraintViolationException invalid, int most) {
        var violations = new Violations(most);
        invalid.getConstraintViolations().stream()
                .map(violation -> new Violation(pathOf(violation), violation.getMessage()))
                .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::message))
                .forEach(violation -> violations.add(violation.path(), violation.message()));
        return violations;
    }

    /** The path without the Java method, which Bean Validation begins with, and without its marks of elements in containers. */
    private static String pathOf(ConstraintViolation<?> violation) {
        var path = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.METHOD || node.getKind() == ElementKind.BEAN) {
                continue;
            }
            if (node.getIndex() != null) {
                path.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return path.toString();
    }
}
