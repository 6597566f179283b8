using Tapir.Curriculum.Preference;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Training;

namespace Tapir.Activities.Preference;

/// <summary>A pair in a student's tokens.</summary>
internal sealed record EncodedPair(EncodedExample Chosen, EncodedExample Rejected)
{
    public EncodedExample[] Examples => [Chosen, Rejected];

    public PairLengths Lengths => new(Chosen.Tokens.Length, Rejected.Tokens.Length);

    public static EncodedPair Of(IChatFormat chat, PreferencePair pair)
    {
        EncodedExample rejected = EncodedExample.Encode(chat, $"{pair.Id} (rejected)", pair.Instruction, pair.Rejected);
        // The student did not end there: with an end it would learn not to end its answers.
        bool endsEarly = pair.RejectedTruncated && rejected.Tokens.Length > rejected.PromptLength + 1;
        return new EncodedPair(
            EncodedExample.Encode(chat, pair.Id, pair.Instruction, pair.Chosen), endsEarly ? rejected with { Tokens = rejected.Tokens[..^1] } : rejected);
    }
}
