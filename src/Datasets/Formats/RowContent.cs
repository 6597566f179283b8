using Tapir.Curriculum.Tasks;

namespace Tapir.Datasets.Formats;

/// <summary>What one row, or one instance of a row, says.</summary>
internal sealed record RowContent(
    string? Id, string Instruction, string Response, TaskLabel? Task = null, string? Family = null, int? Level = null);
