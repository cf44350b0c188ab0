package com.tripsage.gateway.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.schema.CoercingParseValueException;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

class VectorCoercingTests {

    private static final VectorCoercing VECTOR = new VectorCoercing();
    private static final GraphQLContext CONTEXT = GraphQLContext.getDefault();
    private static final float[] RAMP = ramp();

    private static final String SCHEMA = """
            scalar Vector scalar JSON
            type Query { vector(value: Vector!): Vector  json(value: JSON): JSON  ints(value: [Int]): [Int]  int(value: Int): Int }
            """;

    private final GraphQL graphQl = graphQl();

    @Test
    void readsNumbers() {
        assertThat(parse(list(Arrays.toString(RAMP)))).isEqualTo(Vector.of(RAMP));
        assertThat(parse(new ArrayList<>(list(Arrays.toString(RAMP))))).isEqualTo(Vector.of(RAMP));
        assertThat(parse(list(array("3", 1536))).toFloats()).containsOnly(3);
    }

    @Test
    void readsBase64() {
        assertThat(parse(base64(RAMP))).isEqualTo(Vector.of(RAMP));
    }

    @Test
    void readsLiterals() {
        String document = "{ vector(value: %s) }";

        assertThat(execute(document.formatted(array("0.25", 1536)), Map.of()).getErrors())
                .isEmpty();
        assertThat(execute(document.formatted("[1" + " -2".repeat(1535) + "]"), Map.of())
                        .getErrors())
                .isEmpty();
        assertThat(execute(document.formatted("\"" + base64(RAMP) + "\""), Map.of())
                        .getErrors())
                .isEmpty();
    }

    @Test
    void takesTinyNumbersForZero() {
        String tiny = "1" + ",1e-60".repeat(1535);

        assertThat(parse(list("[" + tiny + "]"))).isEqualTo(Vector.padded(new float[] {1}));
    }

    static Stream<Object> noEmbeddings() {
        List<Object> withNull = new ArrayList<>(Collections.nCopies(1535, 1));
        withNull.add(null);
        float[] nan = RAMP.clone();
        nan[1000] = Float.NaN;
        float[] infinite = RAMP.clone();
        infinite[1535] = Float.NEGATIVE_INFINITY;
        String good = base64(RAMP);
        return Stream.<Object>builder()
                .add(list(array("1", 1535)))
                .add(list(array("1", 1537)))
                .add(list(array("1", 100_000)))
                .add(list(array("0", 1536)))
                .add(list(array("-0.0", 1536)))
                .add(list(array("1e-60", 1536)))
                .add(list("[1e39" + ",1".repeat(1535) + "]"))
                .add(list("[1" + ",1".repeat(1534) + ",-3.5e38]"))
                .add(with(new BigDecimal("1e39")))
                .add(with(new BigDecimal("-1e999999")))
                .add(with(BigInteger.TEN.pow(999)))
                .add(Collections.nCopies(1536, new BigDecimal("1e-999999")))
                .add(Collections.nCopies(1535, 1))
                .add(Collections.nCopies(1537, 1))
                .add(List.of())
                .add(withNull)
                .add(with("1"))
                .add(with(true))
                .add(with(List.of(1)))
                .add(Collections.nCopies(1, Collections.nCopies(1536, 1)))
                .add(Map.of("value", 1))
                .add(true)
                .add(1)
                .add("")
                .add("[" + "1,".repeat(1535) + "1]")
                .add(base64(Arrays.copyOf(RAMP, 1535)))
                .add(base64(Arrays.copyOf(RAMP, 1537)))
                .add(base64(new float[1536]))
                .add(base64(nan))
                .add(base64(infinite))
                .add(good.substring(1))
                .add(good.substring(4))
                .add(good + "\n")
                .add(" " + good.substring(1))
                .add(good.substring(0, 76) + "\r\n" + good.substring(78))
                .add("-" + good.substring(1))
                .add("_" + good.substring(1))
                .add("\u0141" + good.substring(1))
                .add(good.substring(0, 8191) + "=")
                .add(good.substring(0, 8190) + "==")
                .add("=".repeat(8192))
                .build();
    }

    @ParameterizedTest
    @MethodSource("noEmbeddings")
    void refusesOtherValues(Object value) {
        assertThatExceptionOfType(CoercingParseValueException.class)
                .isThrownBy(() -> parse(value))
                .withMessage(
                        "must be 1536 finite numbers, not all zero: in an array, or as base64 of little-endian float32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "null",
                "NAN",
                "{ a: 1 }",
                "\"\"",
                "\"1\"",
                "[]",
                "[1]",
                "1e39",
                "1e999999",
                "-1E+2147483647"
            })
    void refusesOtherLiterals(String literal) {
        for (String value : List.of(literal, "[" + "1 ".repeat(1535) + literal + "]")) {
            assertThat(execute("{ vector(value: %s) }".formatted(value), Map.of())
                            .getErrors())
                    .as(value)
                    .isNotEmpty();
        }
    }

    @Test
    void refusesLiteralsOfAnotherLength() {
        for (String value :
                List.of("1", array("1", 1535), array("1", 1537), array("0", 1536), "[$x" + " 1".repeat(1535) + "]")) {
            assertThat(execute("query ($x: Float) { vector(value: %s) }".formatted(value), Map.of("x", 1))
                            .getErrors())
                    .isNotEmpty();
        }
    }

    @Test
    void looksAtNoElementOfAVector() {
        // whoever asks for an exact number finds no JSON
        var closed = new NumberList(RAMP, new byte[0], 0, 0);

        ExecutionResult result =
                execute("query ($value: Vector!) { vector(value: $value) }", Collections.singletonMap("value", closed));

        assertThat(result.getErrors()).isEmpty();
        assertThat(result.<Map<String, Object>>getData().get("vector"))
                .isEqualTo(new RawValue(Vector.of(RAMP).json()));
    }

    @Test
    void isAListLikeAnyOtherElsewhere() {
        String numbers = "[1.10,12345678901234567890" + ",2".repeat(300) + "]";

        ExecutionResult json = execute("query ($value: JSON) { json(value: $value) }", Map.of("value", list(numbers)));
        ExecutionResult ints =
                execute("query ($value: [Int]) { ints(value: $value) }", Map.of("value", list(array("2", 300))));

        assertThat(json.<Map<String, Object>>getData()).containsEntry("json", new RawValue(numbers));
        assertThat(ints.<Map<String, Object>>getData()).containsEntry("ints", Collections.nCopies(300, 2));
        assertThat(execute("query ($value: [Int]) { ints(value: $value) }", Map.of("value", list(numbers)))
                        .getErrors())
                .hasSize(1);
        assertThat(execute("query ($value: Int) { int(value: $value) }", Map.of("value", list(numbers)))
                        .getErrors())
                .hasSize(1);
    }

    @Test
    void writesWhatItReads() {
        Vector vector = Vector.of(RAMP);

        assertThat(VECTOR.parseLiteral(
                        VECTOR.valueToLiteral(vector, CONTEXT, Locale.ROOT),
                        CoercedVariables.emptyVariables(),
                        CONTEXT,
                        Locale.ROOT))
                .isEqualTo(vector);
        assertThat(VECTOR.serialize(new Json("[1,2]"), CONTEXT, Locale.ROOT)).isEqualTo(new RawValue("[1,2]"));
        assertThat(parse(list(String.valueOf(
                        VECTOR.serialize(vector, CONTEXT, Locale.ROOT).rawValue()))))
                .isEqualTo(vector);
    }

    private static Vector parse(Object value) {
        return VECTOR.parseValue(value, CONTEXT, Locale.ROOT);
    }

    private ExecutionResult execute(String document, Map<String, Object> variables) {
        return graphQl.execute(
                ExecutionInput.newExecutionInput(document).variables(variables).build());
    }

    private static GraphQL graphQl() {
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring()
                .strictMode(false)
                .type("Query", query -> query.defaultDataFetcher(field -> field.getArgument("value")));
        Stream.of(Scalars.all(JsonMapper.shared(), DataSize.ofMegabytes(4)))
                .filter(scalar -> SCHEMA.contains("scalar " + scalar.getName()))
                .forEach(wiring::scalar);
        return GraphQL.newGraphQL(
                        new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SCHEMA), wiring.build()))
                .build();
    }

    private static NumberList list(String json) {
        return requireNonNull(new NumberScanner(json.getBytes(UTF_8)).arrayAt(0), json);
    }

    private static String array(String number, int count) {
        return Collections.nCopies(count, number).toString();
    }

    private static List<Object> with(Object element) {
        List<Object> elements = new ArrayList<>(Collections.nCopies(1536, 1));
        elements.set(700, element);
        return elements;
    }

    private static String base64(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static float[] ramp() {
        float[] numbers = new float[Vector.DIMENSIONS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i - 700) / 1000f;
        }
        return numbers;
    }
}
