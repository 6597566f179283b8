using Tapir.Models.ChatTemplates;

namespace Tapir.Activities.Students;

/// <summary>An instruction beside the room that a student's context has for it.</summary>
/// <param name="Text">The whole instruction, or its beginning where it was cut.</param>
/// <param name="Fit">Whether there is room for it.</param>
internal sealed record FittedInstruction(string Text, InstructionFit Fit)
{
    /// <param name="room">Tokens that the prompt may have, what the chat format adds included.</param>
    /// <param name="cuts">Whether the end of a longer one is cut off; else it is left as it is.</param>
    public static FittedInstruction Of(IChatFormat chat, string instruction, int room, bool cuts)
    {
        if (Fits(instruction.Length))
        {
            return new FittedInstruction(instruction, InstructionFit.Whole);
        }

        if (!cuts || !Fits(0))
        {
            return new FittedInstruction(instruction, InstructionFit.TooLong);
        }

        // Where the end is cut, tokens change a little, so that fewer characters are not always fewer tokens: the length that is found fits, and hardly a longer one does.
        int longest = 0;
        for (int tooLong = instruction.Length; longest + 1 < tooLong;)
        {
            int middle = longest + ((tooLong - longest) / 2);
            (longest, tooLong) = Fits(middle) ? (middle, tooLong) : (longest, middle);
        }

        return new FittedInstruction(Beginning(longest), InstructionFit.Cut);

        bool Fits(int length) => chat.Prompt([ChatTurn.User(Beginning(length))]).Length <= room;

        string Beginning(int length) => instruction[..(length > 0 && length < instruction.Length && char.IsHighSurrogate(instruction[length - 1]) ? length - 1 : length)];
    }
}
