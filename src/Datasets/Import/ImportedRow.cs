using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;

namespace Tapir.Datasets.Import;

/// <summary>One instruction with its recorded answer, as the data has it.</summary>
/// <param name="Line">Where the row begins in the file, 1-based.</param>
/// <param name="Id">The data's own id, else <c>seed-N</c> for the Nth row; made unique within the file by appending the row's number.</param>
/// <param name="Instruction">The instruction, with the input, where there is one, after an empty line.</param>
/// <param name="Response">The recorded answer.</param>
/// <param name="Task">The label that the data's own category or form names; null where it names none, to be labelled later.</param>
/// <param name="Family">The family, in Tapir's own form only.</param>
/// <param name="Level">The level, in Tapir's own form only.</param>
public sealed record ImportedRow(int Line, string Id, string Instruction, string Response, TaskLabel? Task, string? Family, int? Level)
{
    /// <summary>The row as an example of the seed.</summary>
    /// <param name="label">Its label where the data names none.</param>
    public Example ToExample(TaskLabel label) =>
        new(Id, Instruction, Response, Task ?? label, Family, Level, ExampleOrigins.Seed, ParentId: null);
}
