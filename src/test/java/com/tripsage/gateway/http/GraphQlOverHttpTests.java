package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@EdgeTest
class GraphQlOverHttpTests {

    private static final String ME = "{\"query\":\"{ me }\"}";

    private final Edge edge;

    GraphQlOverHttpTests(@LocalServerPort int port) {
        edge = new Edge(port);
    }

    @Test
    void answersAQuery() throws Exception {
        HttpResponse<String> response = send(edge.post(ME));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"data\":{\"me\":\"11111111-1111-4111-8111-111111111111\"}}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
    }

    @Test
    void writesDecimalsPlainAndRawValuesRaw() throws Exception {
        assertThat(send(edge.post("{\"query\":\"{ price raw }\"}")).body())
                .isEqualTo("{\"data\":{\"price\":1000.10,\"raw\":{\"a\": 1}}}");
    }

    @Test
    void keepsTheDigitsOfDecimalsInVariables() throws Exception {
        String body =
                "{\"query\":\"query ($v: Any) { echo(value: $v) }\",\"variables\":{\"v\":0.1000000000000000000001}}";

        assertThat(send(edge.post(body)).body()).contains("0.1000000000000000000001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json;charset=utf-8",
                "application/* | application/json;charset=utf-8",
                "application/json | application/json;charset=utf-8",
                "application/graphql-response+json | application/graphql-response+json;charset=utf-8",
                "application/graphql-response+json, application/json;q=0.9"
                        + " | application/graphql-response+json;charset=utf-8",
                "application/graphql-response+json;q=0.5, application/json;q=0.9 | application/json;charset=utf-8",
                "application/json;q=0, */* | application/graphql-response+json;charset=utf-8",
                "text/html, application/json;charset=utf-8;q=0.1 | application/json;charset=utf-8",
            })
    void negotiatesTheMediaType(String accept, String contentType) throws Exception {
        HttpResponse<String> response = send(edge.post(ME).header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(contentType);
    }

    @Test
    void readsAcceptFromSeveralHeaders() throws Exception {
        HttpResponse<String> response =
                send(edge.post(ME).header("Accept", "text/html").header("Accept", "application/graphql-response+json"));

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/graphql-response+json;charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json;q=0", "application/json;charset=iso-8859-1", "nonsense"})
    void refusesToAnswerInAnythingElse(String accept) throws Exception {
        assertRefused(send(edge.post(ME).header("Accept", accept)), 406);
    }

    @ParameterizedTest
    @CsvSource({
        "{ , 400, 200",
        "{ nosuchfield }, 400, 200",
        "{ broken }, 200, 200",
        "query A { me } query B { me }, 400, 200",
        "query ($v: Int!) { me }, 400, 200"
    })
    void tellsARequestThatWasNotExecutedByStatusInTheNewerMediaType(String query, int newer, int older)
            throws Exception {
        String body = "{\"query\":\"" + query + "\"}";

        HttpResponse<String> response = send(edge.post(body).header("Accept", "application/graphql-response+json"));
        assertThat(response.statusCode()).isEqualTo(newer);
        assertThat(response.body()).contains("\"errors\"");
        assertThat(send(edge.post(body)).statusCode()).isEqualTo(older);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "[{\"query\":\"{ me }\"}]",
                "\"{ me }\"",
                "{}",
                "{\"query\":null}",
                "{\"query\":7}",
                "{\"query\":[\"{ me }\"]}",
                "{\"query\":\"{ me }\",\"variables\":[]}",
                "{\"query\":\"{ me }\",\"variables\":\"{}\"}",
                "{\"query\":\"{ me }\",\"operationName\":7}",
                "{\"query\":\"{ me }\",\"extensions\":true}",
                "{\"query\":\"{ me }\",\"query\":\"{ me }\"}",
                "{\"query\":\"{ me }\",\"variables\":{\"a\":{\"b\":1,\"b\":2}}}",
                "{\"query\":\"{ me }\",\"variables\":{\"a\":1e999999}}",
                "{\"query\":\"{ me }\",\"variables\":{\"a\":NaN}}",
                "{\"query\":\"{ me }\"",
                "{\"query\":\"{ me }\"}}",
                "{\"query\":\"{ me }\"} x"
            })
    void refusesABodyThatIsNoGraphQlRequest(String body) throws Exception {
        assertRefused(send(edge.post(body)), 400);
        assertRefused(send(edge.post(body).header("Accept", "application/graphql-response+json")), 400);
    }

    @Test
    void refusesABodyThatIsNestedTooDeep() throws Exception {
        String deep = "[".repeat(200) + "]".repeat(200);

        assertRefused(send(edge.post("{\"query\":\"{ me }\",\"variables\":{\"a\":" + deep + "}}")), 400);
    }

    @Test
    void refusesABodyThatIsNotUtf8() throws Exception {
        assertRefused(send(bytes("{\"query\":\"{ me } # ü\"}".getBytes(StandardCharsets.ISO_8859_1))), 400);
        assertRefused(send(bytes(ME.getBytes(StandardCharsets.UTF_16BE))), 400);
        assertRefused(send(bytes(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'})), 400);
    }

    private HttpRequest.Builder bytes(byte[] body) {
        return edge.post("").POST(BodyPublishers.ofByteArray(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "Application/JSON"})
    void acceptsJsonInUtf8(String contentType) throws Exception {
        assertThat(send(contentType(contentType)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=iso-8859-1",
                "application/json; charset=nonsense",
                "application/graphql",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "nonsense"
            })
    void refusesBodiesOfAnyOtherType(String contentType) throws Exception {
        assertRefused(send(contentType(contentType)), 415);
    }

    @Test
    void refusesABodyWithoutATypeOrCompressed() throws Exception {
        assertRefused(send(edge.request("/graphql").POST(BodyPublishers.ofString(ME))), 415);
        assertRefused(send(edge.post(ME).header("Content-Encoding", "gzip")), 415);
    }

    private HttpRequest.Builder contentType(String contentType) {
        return edge.request("/graphql").header("Content-Type", contentType).POST(BodyPublishers.ofString(ME));
    }

    @Test
    void answersQueriesByGet() throws Exception {
        assertThat(send(edge.get("{ me }")).body()).startsWith("{\"data\":{\"me\":");

        HttpResponse<String> response = send(
                edge.request(
                        "/graphql?query=query%20A($v:Any)%7Becho(value:$v)%7D"
                                + "%20query%20B%7Bme%7D&operationName=A&variables=%7B%22v%22:%5B1,%22%C3%BC%22%5D%7D&extensions=%7B%7D"));
        assertThat(response.body()).isEqualTo("{\"data\":{\"echo\":[1,\"ü\"]}}");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> response = send(edge.get("{ me }").HEAD());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?query=",
                "?query=%7Bme%7D&query=%7Bme%7D",
                "?query=%7Bme%7D&variables=%5B%5D",
                "?query=%7Bme%7D&variables=nonsense",
                "?query=%7Bme%7D&extensions=1",
                "?query=%FF"
            })
    void refusesAQueryStringThatIsNoGraphQlRequest(String query) throws Exception {
        assertRefused(send(edge.request("/graphql" + query)), 400);
    }

    @Test
    void refusesMutationsByGet() throws Exception {
        HttpResponse<String> response = send(edge.get("mutation { touch }"));

        assertRefused(response, 405);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
        assertThat(send(edge.post("{\"query\":\"mutation { touch }\"}")).body()).contains("touched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS"})
    void refusesOtherMethods(String method) throws Exception {
        HttpResponse<String> response = send(edge.request("/graphql").method(method, BodyPublishers.noBody()));

        assertRefused(response, 405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/graphql/", "/error", "/nothing", "/graphql/x"})
    void knowsNoOtherAddress(String path) throws Exception {
        HttpResponse<String> response = send(edge.request(path));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ fault }", "{ unwritable }"})
    void tellsNothingAboutAFault(String query) throws Exception {
        HttpResponse<String> response = send(edge.get(query));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .startsWith("{\"errors\":[{")
                .contains("\"code\":\"INTERNAL\"", requestId(response))
                .doesNotContain("secret", "Exception", "data");
    }

    @Test
    void namesTheRequestAsTheCallerDoes() throws Exception {
        HttpResponse<String> response = send(edge.get("{ loggedAs }").header("X-Request-Id", "caller-1.2_3"));

        assertThat(requestId(response)).isEqualTo("caller-1.2_3");
        assertThat(response.body()).contains("\"loggedAs\":\"caller-1.2_3\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "${x}"})
    void namesTheRequestItselfWhereTheCallersNameIsOdd(String odd) throws Exception {
        assertThat(requestId(send(edge.get("{ me }").header("X-Request-Id", odd))))
                .hasSize(36);
        assertThat(requestId(send(edge.get("{ me }").header("X-Request-Id", "x".repeat(65)))))
                .hasSize(36);
    }

    private static void assertRefused(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).endsWith("json;charset=utf-8");
        assertThat(response.body())
                .startsWith("{\"errors\":[{")
                .contains("\"code\":\"BAD_USER_INPUT\"", "\"requestId\":\"" + requestId(response) + "\"");
    }

    private static String requestId(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-Id").orElse("");
    }
}
