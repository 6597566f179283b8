using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;
using Tapir.Datasets;
using Tapir.Datasets.Import;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Runs;

/// <summary>What can be told of a seed before the run: how much it is, and how long its texts are. Reading the file once also finds one that cannot be used while that is
/// still wrong input and not a failed run.</summary>
/// <param name="Rows">Rows to train and measure on.</param>
/// <param name="Unlabelled">Those of them whose task label neither the data nor the tutor knows.</param>
/// <param name="InstructionLength">Mean, in characters.</param>
/// <param name="AnswerLength">Mean, in characters.</param>
internal sealed record SeedSurvey(int Rows, int Unlabelled, int InstructionLength, int AnswerLength)
{
    // One to train on and one to measure on.
    private const int FewestRows = 2;

    /// <exception cref="DatasetException">The file cannot be read, is empty or binary, mixes forms, or has too few good rows. Single bad rows are no error: the import
    /// sets them aside and counts them.</exception>
    public static async Task<SeedSurvey> OfAsync(RunSpec spec, CancellationToken cancellation)
    {
        if (spec.Seed.Path is null)
        {
            Example[] written = [.. EmbeddedTutor.WriteExamples((ulong)spec.RandomSeed, perCell: 1)];
            return new SeedSurvey(spec.Seed.PerCell * written.Length, 0, Mean(written.Sum(example => (long)example.Instruction.Length), written.Length), Mean(written.Sum(example => (long)example.Response.Length), written.Length));
        }

        SeedSurvey all = new(0, 0, 0, 0);
        foreach (string file in spec.Seed.Files)
        {
            all = all.And(await OfFileAsync(file, spec.Seed.Limit, cancellation));
        }

        return all.Rows >= FewestRows
            ? all
            : throw new DatasetException($"'{spec.Seed.Path}' has {all.Rows} usable row; a run needs at least {FewestRows}, one to train on and one to measure on. Give more rows.");
    }

    private static async Task<SeedSurvey> OfFileAsync(string path, int limit, CancellationToken cancellation)
    {
        int unlabelled = 0;
        long instructions = 0;
        long answers = 0;
        DatasetImport import = DatasetImporter.Open(path);
        await foreach (ImportedRow row in import.ReadAsync(cancellation))
        {
            instructions += row.Instruction.Length;
            answers += row.Response.Length;
            unlabelled += (row.Task ?? TaskLabels.Others) == TaskLabels.Others && EmbeddedTutor.TryRead(row.Instruction) is null ? 1 : 0;
        }

        int read = import.AcceptedCount;
        int used = limit == 0 ? read : Math.Min(read, limit);
        return new SeedSurvey(used, (int)((long)unlabelled * used / read), Mean(instructions, read), Mean(answers, read));
    }

    private SeedSurvey And(SeedSurvey other)
    {
        int rows = Rows + other.Rows;
        return new SeedSurvey(
            rows,
            Unlabelled + other.Unlabelled,
            Mean(((long)InstructionLength * Rows) + ((long)other.InstructionLength * other.Rows), rows),
            Mean(((long)AnswerLength * Rows) + ((long)other.AnswerLength * other.Rows), rows));
    }

    private static int Mean(long sum, int count) => (int)(sum / count);
}
