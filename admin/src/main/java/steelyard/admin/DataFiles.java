package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The node's data for another member: which files, and their bytes. */
final class DataFiles {
    private final OperatorPort operator;

    DataFiles(final OperatorPort operator) {
        this.operator = operator;
    }

    /** {@code GET /v1/data}. */
    CompletionStage<Answer> list(final Request request) {
        final ObjectNode json = Json.object();
        final ArrayNode parts = json.putArray("files");
        for (final DataPart part : operator.dataParts()) {
            parts.addObject().put("folder", part.folder()).put("name", part.name())
                .put("length", part.length()).put("fileLength", part.fileLength());
        }
        return CompletableFuture.completedFuture(Answer.ok(json));
    }

    /** {@code GET /v1/data/{folder}/{name}/{offset}}. */
    CompletionStage<Answer> bytes(final Request request) {
        final long offset = offset(request.path("offset"));
        return operator.dataBytes(request.path("folder"), request.path("name"), offset).thenApply(bytes -> {
            if (bytes == null) {
                throw new AdminException(NOT_FOUND, "there is no such file", "GET /v1/data lists them");
            }
            return new Answer(OK, "application/octet-stream", bytes);
        });
    }

    private static long offset(final String text) {
        try {
            final long offset = Long.parseLong(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (final NumberFormatException wrong) {
            // As if it were negative.
        }
        throw new AdminException(BAD_REQUEST, "'" + text + "' is no offset", "give a number of bytes");
    }
}
