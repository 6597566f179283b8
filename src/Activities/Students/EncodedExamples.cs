using Tapir.Curriculum.Examples;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Training;

namespace Tapir.Activities.Students;

/// <summary>Examples in a student's tokens.</summary>
/// <param name="Fitting">Those whose prompt and response fit the context, in order.</param>
/// <param name="LeftOut">How many do not fit: a response cut in the middle would teach the student to stop there.</param>
internal sealed record EncodedExamples(IReadOnlyList<EncodedExample> Fitting, int LeftOut)
{
    public static EncodedExamples Of(IChatFormat chat, IReadOnlyList<Example> examples, int contextLength)
    {
        EncodedExample[] fitting = [.. examples
            .Select(example => EncodedExample.Encode(chat, example.Id, example.Instruction, example.Response, example.Weight))
            .Where(encoded => encoded.Tokens.Length <= contextLength)];
        return new EncodedExamples(fitting, examples.Count - fitting.Length);
    }
}
