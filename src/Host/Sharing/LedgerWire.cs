using Google.Protobuf;
using Tapir.Host.Sharing.Wire;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Sharing;

/// <summary>What the ledger speaks of, in the form in which it travels.</summary>
internal static class LedgerWire
{
    public static Account Of(CallAccount account) => new() { Run = account.Run, Function = account.Function, Model = account.Model };

    public static CallAccount Read(Account account) => new(account.Run, account.Function, account.Model);

    public static Reserved Of(Reservation reservation) => new() { Tokens = reservation.Tokens, NanoCost = reservation.NanoCost };

    public static Reservation Read(Reserved reserved) => new(reserved.Tokens, reserved.NanoCost);

    public static Response Of(RecordedResponse response)
    {
        Response written = new()
        {
            Text = response.Text,
            InputTokens = response.InputTokens,
            OutputTokens = response.OutputTokens,
            Raw = ByteString.CopyFrom(response.Raw.Span),
        };
        if (response.FinishReason is { } reason)
        {
            written.FinishReason = reason;
        }

        if (response.Model is { } model)
        {
            written.Model = model;
        }

        return written;
    }

    public static RecordedResponse Read(Response response) => new(
        response.Text,
        response.HasFinishReason ? response.FinishReason : null,
        response.HasModel ? response.Model : null,
        response.InputTokens,
        response.OutputTokens,
        response.Raw.IsEmpty ? default : response.Raw.Memory);
}
