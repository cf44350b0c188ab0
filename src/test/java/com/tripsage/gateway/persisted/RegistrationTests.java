package com.tripsage.gateway.persisted;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.CommandRun;
import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Operators register folders of documents that the schema has been asked about. */
class RegistrationTests extends RunningGateway {

    @TempDir
    Path folder;

    @Value("${test.database}")
    private String database;

    @Autowired
    private Registration registration;

    @Autowired
    private RegisteredDocuments registered;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void forget() {
        TestPostgres.shared().execute(database, "delete from gateway.registered_documents");
        registered.refresh();
    }

    @Test
    void aFileWithOneOperationIsTakenLetterByLetter() throws Exception {
        String text = "query Who {\n  viewer { ...Person }\n}\n\nfragment Person on User { id }\n";
        write("who.graphql", text);

        assertThat(register()).isZero();

        assertThat(registered.named("Who")).isEqualTo(text);
        assertThat(registered.get(DocumentHash.of(text))).isEqualTo(text);
        assertThat(printed()).contains("Who sha256:" + DocumentHash.of(text).digits(), "1 documents are registered");
    }

    @Test
    void otherFilesArePutTogether() throws Exception {
        write(
                "operations/all.graphql",
                "query Me { viewer { ...Person } }\nmutation Leave($id: ID!) { deleteTrip(id: $id) { deletedId } }");
        write(
                "fragments/person.graphql",
                "fragment Person on User { id ...Address }\nfragment Address on User { email }");
        write("plain.graphql", "{ __typename }");

        assertThat(register()).isZero();

        assertThat(registered.named("Me"))
                .contains("fragment Person", "fragment Address")
                .doesNotContain("Leave");
        assertThat(registered.named("Leave")).contains("deleteTrip").doesNotContain("fragment");
        assertThat(registered.named("plain")).isEqualTo("{ __typename }");
    }

    @Test
    void nothingIsRegisteredWhileSomethingIsInvalid() throws Exception {
        write("good.graphql", "query Good { viewer { id } }");
        write("bad.graphql", "query Bad { viewer { nonsense } }");

        assertThat(register()).isOne();

        assertThat(printed()).contains("invalid", "Bad", "nonsense", "Nothing was registered");
        assertThat(registered.named("Good")).isNull();
    }

    @Test
    void whatCantBeReadOrNamedIsTold() throws Exception {
        write("broken.graphql", "query {");
        write("two.graphql", "query A { __typename } { __typename }");
        write("a.graphql", "query A { viewer { id } }");

        assertThat(register()).isOne();

        assertThat(printed()).contains("broken.graphql", "two.graphql", "The operation A is there twice");
        assertThat(registered.named("A")).isNull();
    }

    @Test
    void aRegisteredDocumentThatWouldBreakIsTold() throws Exception {
        String broken = "query Old { viewer { nickname } }";
        registered.register(
                List.of(new RegisteredDocument(DocumentHash.of(broken).digits(), "Old", broken, null)));
        write("good.graphql", "query Good { viewer { id } }");

        assertThat(registration.check(List.of(), out())).isOne();
        assertThat(register()).isOne();
        assertThat(printed()).contains("invalid     Old", "nickname");

        assertThat(registration.remove(List.of("Old"), out())).isZero();
        assertThat(register()).isZero();
        assertThat(registration.remove(List.of("Old"), out())).isOne();
    }

    @Test
    void theJarHasACommandForIt() throws Exception {
        write("good.graphql", "query Good { viewer { id } }");

        String[] arguments = Stream.concat(
                        Stream.of("register-documents", folder.toString()),
                        Stream.of(GatewayTest.OnTestPostgres.properties(database))
                                .map("--"::concat))
                .toArray(String[]::new);
        int code = CommandRun.of(out(), arguments);
        registered.refresh();

        assertThat(code).as(printed()).isZero();
        assertThat(registered.named("Good")).isNotNull();
    }

    private int register() throws Exception {
        int code = registration.register(List.of(folder.toString()), out());
        registered.refresh();
        return code;
    }

    private PrintStream out() {
        return new PrintStream(output, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
