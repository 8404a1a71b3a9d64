package steelyard.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.ApproveBuilderFeeEncoder;
import steelyard.protocol.sbe.ClaimRewardsEncoder;
import steelyard.protocol.sbe.ConvertToMultiSigEncoder;
import steelyard.protocol.sbe.CreateSubAccountEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.MoveSubAccountCashEncoder;
import steelyard.protocol.sbe.NoopEncoder;
import steelyard.protocol.sbe.RegisterReferrerEncoder;
import steelyard.protocol.sbe.RenameSubAccountEncoder;
import steelyard.protocol.sbe.RequestWithdrawalEncoder;
import steelyard.protocol.sbe.ReserveRequestsEncoder;
import steelyard.protocol.sbe.SetReferrerEncoder;
import steelyard.protocol.sbe.TransferCashEncoder;

/** Writes actions about cash and sub-accounts as commands, and gives the length of what follows the SBE header. */
final class FundsEncoder {
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CreateSubAccountEncoder createSubAccount = new CreateSubAccountEncoder();
    private final RenameSubAccountEncoder renameSubAccount = new RenameSubAccountEncoder();
    private final MoveSubAccountCashEncoder moveSubAccountCash = new MoveSubAccountCashEncoder();
    private final TransferCashEncoder transferCash = new TransferCashEncoder();
    private final RequestWithdrawalEncoder requestWithdrawal = new RequestWithdrawalEncoder();
    private final ApproveBuilderFeeEncoder approveBuilder = new ApproveBuilderFeeEncoder();
    private final ConvertToMultiSigEncoder convertToMultiSig = new ConvertToMultiSigEncoder();
    private final RegisterReferrerEncoder registerReferrer = new RegisterReferrerEncoder();
    private final SetReferrerEncoder setReferrer = new SetReferrerEncoder();
    private final ClaimRewardsEncoder claimRewards = new ClaimRewardsEncoder();
    private final ReserveRequestsEncoder reserveRequests = new ReserveRequestsEncoder();
    private final NoopEncoder noop = new NoopEncoder();

    FundsEncoder(final MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    int encode(final FundsAction action, final Authority authority, final byte[] proof) {
        return switch (action) {
            case FundsAction.CreateSubAccount create -> {
                createSubAccount.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(createSubAccount.origin(), createSubAccount.authority(), authority);
                createSubAccount.putName(name(create.name()), 0, CreateSubAccountEncoder.nameLength())
                    .putProof(proof, 0, proof.length);
                yield createSubAccount.encodedLength();
            }
            case FundsAction.RenameSubAccount rename -> {
                renameSubAccount.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(renameSubAccount.origin(), renameSubAccount.authority(), authority);
                renameSubAccount.putAddress(rename.subAccount().bytes(), 0, Address.LENGTH)
                    .putName(name(rename.name()), 0, RenameSubAccountEncoder.nameLength())
                    .putProof(proof, 0, proof.length);
                yield renameSubAccount.encodedLength();
            }
            case FundsAction.MoveSubAccountCash move -> {
                moveSubAccountCash.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(moveSubAccountCash.origin(), moveSubAccountCash.authority(), authority);
                moveSubAccountCash.amountMicros(move.amountMicros())
                    .putAddress(move.subAccount().bytes(), 0, Address.LENGTH)
                    .isDeposit((short) (move.isDeposit() ? 1 : 0))
                    .putProof(proof, 0, proof.length);
                yield moveSubAccountCash.encodedLength();
            }
            case FundsAction.Transfer transfer -> {
                transferCash.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(transferCash.origin(), transferCash.authority(), authority);
                transferCash.amountMicros(transfer.amountMicros())
                    .putDestination(transfer.destination().bytes(), 0, Address.LENGTH)
                    .putFromSubAccount(transfer.fromSubAccount().bytes(), 0, Address.LENGTH)
                    .putProof(proof, 0, proof.length);
                yield transferCash.encodedLength();
            }
            case FundsAction.Withdraw withdraw -> {
                requestWithdrawal.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(requestWithdrawal.origin(), requestWithdrawal.authority(), authority);
                requestWithdrawal.amountMicros(withdraw.amountMicros())
                    .putDestination(withdraw.destination().bytes(), 0, Address.LENGTH)
                    .putProof(proof, 0, proof.length);
                yield requestWithdrawal.encodedLength();
            }
            case FundsAction.ApproveBuilder approve -> {
                approveBuilder.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(approveBuilder.origin(), approveBuilder.authority(), authority);
                approveBuilder.maxTenths(approve.maxTenths()).putBuilder(approve.builder().bytes(), 0, Address.LENGTH)
                    .putProof(proof, 0, proof.length);
                yield approveBuilder.encodedLength();
            }
            case FundsAction.ConvertToMultiSig convert -> {
                convertToMultiSig.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(convertToMultiSig.origin(), convertToMultiSig.authority(), authority);
                convertToMultiSig.threshold((short) convert.threshold());
                final ConvertToMultiSigEncoder.UsersEncoder users =
                    convertToMultiSig.usersCount(convert.users().size());
                for (final Address user : convert.users()) {
                    users.next().high(user.high()).mid(user.mid()).low(user.low());
                }
                convertToMultiSig.putProof(proof, 0, proof.length);
                yield convertToMultiSig.encodedLength();
            }
            case FundsAction.RegisterReferrer register -> {
                registerReferrer.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(registerReferrer.origin(), registerReferrer.authority(), authority);
                registerReferrer.code(register.code()).putProof(proof, 0, proof.length);
                yield registerReferrer.encodedLength();
            }
            case FundsAction.SetReferrer set -> {
                setReferrer.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(setReferrer.origin(), setReferrer.authority(), authority);
                setReferrer.code(set.code()).putProof(proof, 0, proof.length);
                yield setReferrer.encodedLength();
            }
            case FundsAction.ClaimRewards claim -> {
                claimRewards.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(claimRewards.origin(), claimRewards.authority(), authority);
                claimRewards.putProof(proof, 0, proof.length);
                yield claimRewards.encodedLength();
            }
            case FundsAction.ReserveRequests reserve -> {
                reserveRequests.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(reserveRequests.origin(), reserveRequests.authority(), authority);
                reserveRequests.requests(reserve.requests())
                    .putDestination(reserve.destination().bytes(), 0, Address.LENGTH)
                    .putProof(proof, 0, proof.length);
                yield reserveRequests.encodedLength();
            }
            case FundsAction.Noop nothing -> {
                noop.wrapAndApplyHeader(buffer, 0, header);
                CommandEncoder.envelope(noop.origin(), noop.authority(), authority);
                noop.putProof(proof, 0, proof.length);
                yield noop.encodedLength();
            }
        };
    }

    private static byte[] name(final String text) {
        return Arrays.copyOf(text.getBytes(UTF_8), CreateSubAccountEncoder.nameLength());
    }
}
