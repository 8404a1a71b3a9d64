package steelyard.exchange.snapshot;

import static steelyard.model.Mix64.mix;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Sessions;
import steelyard.protocol.array.ClosureRecordEncoder;
import steelyard.protocol.array.MarketSessionRecordEncoder;
import steelyard.protocol.array.SessionsRecordEncoder;
import steelyard.protocol.sbe.ClosureRecordDecoder;
import steelyard.protocol.sbe.MarketSessionRecordDecoder;
import steelyard.protocol.sbe.SessionsRecordDecoder;
import steelyard.risk.market.MarketRisk;

/** The records of a snapshot that are about sessions: written, put back, and hashed. */
final class SessionRecords {
    private static final int HUNDRED = 100;

    private final ExchangeState state;
    private final Sessions sessions;
    private long lastQuarter;
    private boolean isChanged;
    private int cursor;

    SessionRecords(final ExchangeState state) {
        this.state = state;
        this.sessions = state.sessions();
    }

    void write(final SnapshotWriter writer) {
        final SessionsRecordEncoder record =
            new SessionsRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        record.lastQuarter(sessions.lastQuarter()).isChanged((short) (sessions.isChanged() ? 1 : 0))
            .cursor(sessions.cursor());
        writer.end(record.encodedLength());
        for (int calendarId = 0; calendarId < Sessions.CALENDARS; calendarId++) {
            for (int i = 0; i < sessions.closures(calendarId); i++) {
                final ClosureRecordEncoder closure =
                    new ClosureRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
                closure.closesSeconds(sessions.closesSeconds(calendarId, i))
                    .opensSeconds(sessions.opensSeconds(calendarId, i)).calendarId(calendarId);
                writer.end(closure.encodedLength());
            }
        }
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            final MarketRisk risk = state.markets().risk(marketId);
            if (risk.closePercent() != HUNDRED || risk.initialPercent() != HUNDRED) {
                final MarketSessionRecordEncoder market =
                    new MarketSessionRecordEncoder().wrapAndApplyHeader(
                        writer.buffer(), writer.begin(), writer.header());
                market.marketId(marketId).closePercent(risk.closePercent()).initialPercent(risk.initialPercent());
                writer.end(market.encodedLength());
            }
        }
    }

    void load(final SessionsRecordDecoder record) {
        lastQuarter = record.lastQuarter();
        isChanged = record.isChanged() != 0;
        cursor = record.cursor();
        sessions.restore(lastQuarter, isChanged, cursor);
    }

    void load(final ClosureRecordDecoder record) {
        final int calendarId = record.calendarId();
        final int count = sessions.closures(calendarId);
        final long[] closes = new long[count + 1];
        final long[] opens = new long[count + 1];
        for (int i = 0; i < count; i++) {
            closes[i] = sessions.closesSeconds(calendarId, i);
            opens[i] = sessions.opensSeconds(calendarId, i);
        }
        closes[count] = record.closesSeconds();
        opens[count] = record.opensSeconds();
        sessions.calendar(calendarId, closes, opens);
        sessions.restore(lastQuarter, isChanged, cursor);
    }

    void load(final MarketSessionRecordDecoder record) {
        state.markets().percents(record.marketId(), record.closePercent(), record.initialPercent());
    }

    long hash() {
        long sum = mix(mix(EntityHashes.start(SessionsRecordDecoder.TEMPLATE_ID, sessions.lastQuarter()),
            sessions.isChanged() ? 1 : 0), sessions.cursor());
        for (int calendarId = 0; calendarId < Sessions.CALENDARS; calendarId++) {
            for (int i = 0; i < sessions.closures(calendarId); i++) {
                sum += mix(mix(EntityHashes.start(ClosureRecordDecoder.TEMPLATE_ID, calendarId),
                    sessions.closesSeconds(calendarId, i)), sessions.opensSeconds(calendarId, i));
            }
        }
        return sum;
    }
}
