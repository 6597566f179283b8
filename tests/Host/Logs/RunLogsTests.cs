using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Logs;

namespace Tapir.Host.Tests.Logs;

[TestClass]
public sealed class RunLogsTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    [TestMethod]
    public async Task Log_WithinACall_IsKeptBesideItsRun()
    {
        Directory.CreateDirectory(folder.File("mine-1"));
        using RunLogs logs = new(folder.File, new FakeTimeProvider(Monday));
        using ILoggerFactory loggers = EngineLogging.Create(logs);
        ILogger logger = loggers.CreateLogger("Tapir.Somewhere");

        using (logger.BeginScope(new RunScope("mine-1", "round-2", "training.run-slice")))
        {
            Told(logger, "on its way", null);
            Failed(logger, new InvalidOperationException("broken"));
        }

        Told(logger, "of no run", null);
        IReadOnlyList<RunLogLine> lines = await logs.ReadAsync("mine-1", CancellationToken.None);
        Assert.AreEqual(new RunLogLine(Monday, LogLevel.Information, "Tapir.Somewhere", 7, "It is on its way", "training.run-slice", "round-2", null), lines[0]);
        Assert.AreEqual(LogLevel.Error, lines[1].Level);
        StringAssert.Contains(lines[1].Error, "InvalidOperationException: broken");
        Assert.HasCount(2, lines);
    }

    [TestMethod]
    public async Task Log_RunWithoutAFolder_IsPassedOver()
    {
        using RunLogs logs = new(folder.File, new FakeTimeProvider(Monday));
        using ILoggerFactory loggers = EngineLogging.Create(logs);
        ILogger logger = loggers.CreateLogger("Tapir.Somewhere");

        using (logger.BeginScope(new RunScope("gone-1", "run", "f")))
        {
            Told(logger, "lost", null);
        }

        Assert.IsEmpty(await logs.ReadAsync("gone-1", CancellationToken.None));
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Root));
    }

    [TestMethod]
    public async Task Log_LineThatNamesItsRun_IsKeptBesideItToo()
    {
        Directory.CreateDirectory(folder.File("mine-1"));
        using RunLogs logs = new(folder.File, new FakeTimeProvider(Monday));
        using ILoggerFactory loggers = EngineLogging.Create(logs);

        Begun(loggers.CreateLogger("Tapir.Runs"), "mine-1", null);

        RunLogLine line = (await logs.ReadAsync("mine-1", CancellationToken.None)).Single();
        Assert.AreEqual(("mine-1 has begun", null), (line.Message, line.Function));
    }

    [TestMethod]
    public async Task Append_MoreThanIsKept_LeavesOutTheOldest()
    {
        RunLogFile file = new(folder.Root, fullAt: 2_000);

        for (int number = 0; number < 100; number++)
        {
            await file.AppendAsync([Line($"line {number}")]);
        }

        IReadOnlyList<RunLogLine> lines = file.Read();
        Assert.AreEqual("line 99", lines[^1].Message);
        Assert.AreSequenceEqual(Enumerable.Range(100 - lines.Count, lines.Count).Select(number => $"line {number}").ToArray(), lines.Select(line => line.Message).ToArray());
        Assert.IsLessThan(5_000L, Directory.GetFiles(folder.Root).Sum(path => new FileInfo(path).Length));
    }

    [TestMethod]
    public async Task Append_ManyAtOnce_NoLineIsLostOrMixed()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            RunLogFile file = new(folder.Root);
            for (int number = 0; number < 25; number++)
            {
                await file.AppendAsync([Line($"{writer}.{number}")]);
            }
        })));

        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, 8).SelectMany(writer => Enumerable.Range(0, 25).Select(number => $"{writer}.{number}")).ToArray(),
            new RunLogFile(folder.Root).Read().Select(line => line.Message).ToArray());
    }

    [TestMethod]
    public async Task Read_LineThatWasCutOff_IsLeftOut()
    {
        RunLogFile file = new(folder.Root);
        await file.AppendAsync([Line("whole")]);
        await File.AppendAllTextAsync(folder.File("log.jsonl"), "{\"at\":\"2026-");

        Assert.AreEqual("whole", file.Read().Single().Message);
    }

    [TestMethod]
    public async Task Append_AfterALineThatWasCutOff_LosesNoneOfTheNext()
    {
        RunLogFile file = new(folder.Root);
        await file.AppendAsync([Line("whole")]);
        await File.AppendAllTextAsync(folder.File("log.jsonl"), "{\"at\":\"2026-");

        await file.AppendAsync([Line("next"), Line("last")]);

        Assert.AreSequenceEqual(["whole", "next", "last"], file.Read().Select(line => line.Message).ToArray());
    }

    /// <summary>However the bits fall together with the files that are put aside, each line comes once and in order.</summary>
    [TestMethod]
    public async Task Follow_FilesPutAsideMeanwhile_GivesEachLineOnce()
    {
        RunLogFile file = new(folder.Root, fullAt: 1_000);
        await file.AppendAsync([Line("line 0"), Line("line 1")]);
        using RunLogTail tail = new(file);
        List<string> told = [.. tail.ReadNew().Select(line => line.Message)];

        for (int number = 2; number < 60; number++)
        {
            await file.AppendAsync([Line($"line {number}")]);
            if (number % 3 == 0)
            {
                told.AddRange(tail.ReadNew().Select(line => line.Message));
            }
        }

        told.AddRange(tail.ReadNew().Select(line => line.Message));
        Assert.AreSequenceEqual(Enumerable.Range(0, 60).Select(number => $"line {number}").ToArray(), told.ToArray());
    }

    [TestMethod]
    public async Task Follow_LineIsHalfWritten_ComesWhenItIsWhole()
    {
        RunLogFile file = new(folder.Root);
        await file.AppendAsync([Line("first"), Line("second")]);
        byte[] whole = await File.ReadAllBytesAsync(folder.File("log.jsonl"));
        await File.WriteAllBytesAsync(folder.File("log.jsonl"), whole[..^10]);
        using RunLogTail tail = new(file);

        Assert.AreEqual("first", tail.ReadNew().Single().Message);
        await File.WriteAllBytesAsync(folder.File("log.jsonl"), whole);
        Assert.AreEqual("second", tail.ReadNew().Single().Message);
    }

    public void Dispose() => folder.Dispose();

    // Each at its own time, as real ones are.
    private static RunLogLine Line(string message) => new(Monday.AddTicks(Interlocked.Increment(ref lines)), LogLevel.Information, "Tapir", 1, message, null, null, null);

    private static int lines;

    private static readonly Action<ILogger, string, Exception?> Told = LoggerMessage.Define<string>(LogLevel.Information, new EventId(7), "It is {What}");

    private static readonly Action<ILogger, string, Exception?> Begun = LoggerMessage.Define<string>(LogLevel.Information, new EventId(9), "{Run} has begun");

    private static readonly Action<ILogger, Exception?> Failed = LoggerMessage.Define(LogLevel.Error, new EventId(8), "It failed");
}
