package steelyard.gateway.connection;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import steelyard.gateway.json.Reply;

/** Replies as HTTP responses. */
final class HttpReplies {
    private HttpReplies() {
    }

    /** Status, body and what describes the body. */
    static FullHttpResponse of(final Reply reply) {
        final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE,
            reply.isJson() ? "application/json" : "text/plain; charset=utf-8");
        HttpUtil.setContentLength(response, reply.body().length);
        return response;
    }
}
