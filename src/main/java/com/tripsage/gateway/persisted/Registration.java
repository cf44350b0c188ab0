package com.tripsage.gateway.persisted;

import com.tripsage.gateway.document.DocumentCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of operators who register documents. Nothing is registered while something is invalid. */
final class Registration {

    private static final int FAILED = 1;

    private final RegisteredDocuments registered;
    private final DocumentCheck check;

    Registration(RegisteredDocuments registered, DocumentCheck check) {
        this.registered = registered;
        this.check = check;
    }

    /** Checks what is registered, and folders. */
    int check(List<String> folders, PrintStream out) throws IOException {
        return isValid(read(folders), out) ? 0 : FAILED;
    }

    int register(List<String> folders, PrintStream out) throws IOException {
        if (folders.isEmpty()) {
            out.println("Which folder? register-documents <folder>");
            return FAILED;
        }
        List<DocumentFolder> read = read(folders);
        if (!isValid(read, out)) {
            out.println("Nothing was registered.");
            return FAILED;
        }
        List<RegisteredDocument> documents =
                read.stream().flatMap(folder -> folder.documents().stream()).toList();
        registered.register(documents);
        out.printf("%d documents are registered.%n", documents.size());
        return 0;
    }

    int remove(List<String> ids, PrintStream out) {
        int removed = ids.stream().mapToInt(registered::remove).sum();
        out.printf("%d documents were removed.%n", removed);
        return removed == ids.size() ? 0 : FAILED;
    }

    private static List<DocumentFolder> read(List<String> folders) throws IOException {
        List<DocumentFolder> read = new ArrayList<>();
        for (String folder : folders) {
            read.add(DocumentFolder.read(Path.of(folder)));
        }
        return read;
    }

    private boolean isValid(List<DocumentFolder> folders, PrintStream out) {
        boolean valid = true;
        for (RegisteredDocument document : registered.all()) {
            valid &= isValid("registered", document, out);
        }
        for (DocumentFolder folder : folders) {
            folder.problems().forEach(problem -> out.println("invalid     " + problem));
            valid &= folder.problems().isEmpty();
            for (RegisteredDocument document : folder.documents()) {
                valid &= isValid("new", document, out);
            }
        }
        return valid;
    }

    private boolean isValid(String kind, RegisteredDocument document, PrintStream out) {
        List<String> errors = check.errors(document.document());
        String what = "%-11s %s sha256:%s"
                .formatted(
                        errors.isEmpty() ? kind : "invalid",
                        document.name() == null ? "(no name now)" : document.name(),
                        document.hash());
        out.println(what);
        errors.forEach(error -> out.println("            " + error));
        if (errors.isEmpty()) {
            check.deprecations(document.document()).forEach(warning -> out.println("            warning: " + warning));
        }
        return errors.isEmpty();
    }
}
