using System.Text.Json;

namespace Tapir.EndToEnd.ModelServing;

/// <summary>Runs whose teacher is a model on the same machine.</summary>
[TestClass]
public sealed class LocalTeacherTests
{
    [TestMethod]
    public void Run_TeacherIsAModelOnThisMachine_AsksItThroughTheLedgerAndEndsInTheSameBytesAgain()
    {
        using TapirProgram program = new(), again = new();
        string teacher = Path.Combine(program.Root, "teacher");
        ServedStudent.Export(teacher);

        ProgramResult first = Run(program, teacher), second = Run(again, teacher);

        LedgerBook book = new(program.Ledger);
        Assert.IsGreaterThan(50L, book.Responses);
        Assert.AreEqual(book.Intents, book.Responses);
        Assert.AreEqual(book.Responses, new LedgerBook(again.Ledger).Responses);
        CollectionAssert.AreEqual(WeightsOf(program, first), WeightsOf(again, second));
    }

    private static ProgramResult Run(TapirProgram program, string teacher) => program.RunTiny(
        "--set", $"teacher={{ kind: local, model: \"{teacher}\", maxTokens: 24 }}", "--set", "judge={ kind: reference }").AssertExitCode(0);

    private static byte[] WeightsOf(TapirProgram program, ProgramResult result)
    {
        JsonElement run = result.Json().GetProperty("run");
        return File.ReadAllBytes(Path.Combine(program.State, "runs", run.GetString()!, "student", "model.safetensors"));
    }
}
