using Tapir.Curriculum.Examples;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Training;

namespace Tapir.Activities.Students;

/// <summary>Examples in a student's tokens.</summary>
/// <param name="Fitting">Those whose prompt and response fit the context, in order.</param>
/// <param name="LeftOut">How many do not fit: a response cut in the middle would teach the student to stop there.</param>
/// <param name="Cut">How many of those that fit do so because their instruction lost its end.</param>
internal sealed record EncodedExamples(IReadOnlyList<EncodedExample> Fitting, int LeftOut, int Cut)
{
    /// <param name="cuts">Whether the end of an instruction is cut off, so that its response fits; else the example is left out.</param>
    public static EncodedExamples Of(IChatFormat chat, IReadOnlyList<Example> examples, int contextLength, bool cuts)
    {
        List<EncodedExample> fitting = [];
        int cut = 0;
        foreach (Example example in examples)
        {
            EncodedExample encoded = Encode(example, example.Instruction);
            if (encoded.Tokens.Length > contextLength && cuts)
            {
                int room = contextLength - (encoded.Tokens.Length - encoded.PromptLength);
                FittedInstruction fitted = FittedInstruction.Of(chat, example.Instruction, room, cuts);
                encoded = Encode(example, fitted.Text);
                cut += fitted.Fit == InstructionFit.Cut ? 1 : 0;
            }

            if (encoded.Tokens.Length <= contextLength)
            {
                fitting.Add(encoded);
            }
        }

        return new EncodedExamples(fitting, examples.Count - fitting.Count, cut);

        EncodedExample Encode(Example example, string instruction) => EncodedExample.Encode(chat, example.Id, instruction, example.Response, example.Weight);
    }
}
