package steelyard.gateway.info;

import java.util.List;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;

/**
 * One type of question.
 *
 * @param parameters names of its fields, in the order of the positional form
 */
record InfoRequest(String type, List<String> parameters, Decoder decoder) {
    /** Makes a question of a request's fields. */
    @FunctionalInterface
    interface Decoder {
        /** The question; unknown fields are ignored. */
        InfoQuery decode(Fields fields) throws RequestFault;
    }

    static InfoRequest of(final String type, final Decoder decoder, final String... parameters) {
        return new InfoRequest(type, List.of(parameters), decoder);
    }
}
