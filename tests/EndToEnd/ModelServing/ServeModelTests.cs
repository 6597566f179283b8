using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OpenAI.Chat;

namespace Tapir.EndToEnd.ModelServing;

/// <summary>The real program, asked by OpenAI's own client.</summary>
[TestClass]
public sealed class ServeModelTests
{
    private static readonly ChatMessage[] Question = [new SystemChatMessage("Be brief."), new UserChatMessage("What is the capital of France?")];

    [TestMethod]
    public async Task Chat_SameSeed_AnswersTheSameWholeAndStreamedWithUsage()
    {
        using ServedStudent served = ServedStudent.Start();
        ChatCompletionOptions options = Options(20, 7);

        ChatCompletion whole = await served.Chat.CompleteChatAsync(Question, options);
        StringBuilder streamed = new();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (StreamingChatCompletionUpdate update in served.Chat.CompleteChatStreamingAsync(Question, Options(20, 7)))
        {
            streamed.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        ChatCompletion other = await served.Chat.CompleteChatAsync(Question, Options(20, 8));
        Assert.AreEqual(whole.Content[0].Text, streamed.ToString());
        Assert.AreNotEqual(whole.Content[0].Text, other.Content[0].Text);
        Assert.AreEqual(whole.FinishReason, finish);
        Assert.AreEqual(whole.Usage.TotalTokenCount, usage!.TotalTokenCount);
        Assert.AreEqual(whole.Usage.InputTokenCount + whole.Usage.OutputTokenCount, whole.Usage.TotalTokenCount);
        Assert.AreEqual("small", whole.Model);
    }

    [TestMethod]
    public async Task Chat_StopAndLogProbabilities_AreHeeded()
    {
        using ServedStudent served = ServedStudent.Start();
        ChatCompletion free = await served.Chat.CompleteChatAsync(Question, Options(40, 1));
        string text = free.Content[0].Text, stop = text.Substring(text.Length / 2, 2);
        ChatCompletionOptions options = Options(40, 1);
        options.StopSequences.Add(stop);
        options.IncludeLogProbabilities = true;
        options.TopLogProbabilityCount = 3;

        ChatCompletion stopped = await served.Chat.CompleteChatAsync(Question, options);

        Assert.AreEqual(text[..text.IndexOf(stop, StringComparison.Ordinal)], stopped.Content.Count == 0 ? "" : stopped.Content[0].Text);
        Assert.AreEqual(ChatFinishReason.Stop, stopped.FinishReason);
        Assert.IsNotEmpty(stopped.ContentTokenLogProbabilities);
        Assert.IsTrue(stopped.ContentTokenLogProbabilities.All(token => token.LogProbability < 0 && token.TopLogProbabilities.Count == 3));
    }

    [TestMethod]
    public async Task Chat_ManyAtOnce_AnswersEachAsAlone()
    {
        using ServedStudent served = ServedStudent.Start("--slots", "3");
        ChatCompletion[] alone = new ChatCompletion[6];
        for (int i = 0; i < alone.Length; i++)
        {
            alone[i] = await served.Chat.CompleteChatAsync(Question, Options(30, i));
        }

        ChatCompletion[] together = await Task.WhenAll(alone.Select(async (_, i) => (await served.Chat.CompleteChatAsync(Question, Options(30, i))).Value));

        CollectionAssert.AreEqual(alone.Select(TextOf).ToArray(), together.Select(TextOf).ToArray());
    }

    [TestMethod]
    public async Task Chat_SeveralAnswers_AreThoseOfTheSeedsAfterEachOther()
    {
        using ServedStudent served = ServedStudent.Start();

        JsonElement several = await PostAsync(served, "/v1/chat/completions", new { model = "small", messages = new[] { new { role = "user", content = "Say five." } }, n = 3, seed = 11, max_tokens = 8 });
        JsonElement second = await PostAsync(served, "/v1/chat/completions", new { model = "small", messages = new[] { new { role = "user", content = "Say five." } }, seed = 12, max_tokens = 8 });

        Assert.AreEqual(3, several.GetProperty("choices").GetArrayLength());
        Assert.AreEqual(Content(second, 0), Content(several, 1));
        static string Content(JsonElement response, int index) => response.GetProperty("choices")[index].GetProperty("message").GetProperty("content").GetString()!;
    }

    [TestMethod]
    public async Task Completions_TextAndIds_AreContinued()
    {
        using ServedStudent served = ServedStudent.Start();

        JsonElement response = await PostAsync(served, "/v1/completions", new { model = "small", prompt = new[] { "The capital", "of France" }, max_tokens = 5, temperature = 0, logprobs = 2 });
        JsonElement ids = await PostAsync(served, "/v1/completions", new { model = "small", prompt = new[] { 5, 6, 7 }, max_tokens = 5, temperature = 0 });

        Assert.AreEqual(2, response.GetProperty("choices").GetArrayLength());
        JsonElement ranked = response.GetProperty("choices")[0].GetProperty("logprobs");
        Assert.AreEqual(ranked.GetProperty("tokens").GetArrayLength(), ranked.GetProperty("token_logprobs").GetArrayLength());
        Assert.AreEqual(3, ids.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [TestMethod]
    [DataRow("""{"messages":[{"role":"user","content":"x"}]}""", "model", DisplayName = "no model")]
    [DataRow("""{"model":"small"}""", "messages", DisplayName = "no messages")]
    [DataRow("""{"model":"small","messages":[{"content":"x"}]}""", "messages[0].role", DisplayName = "no role")]
    [DataRow("""{"model":"small","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "messages[0].content", DisplayName = "an image")]
    [DataRow("""{"model":"small","messages":[{"role":"user","content":"x"}],"temperature":3}""", "temperature", DisplayName = "temperature 3")]
    [DataRow("""{"model":"small","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens", DisplayName = "no tokens")]
    [DataRow("""{"model":"small","messages":[{"role":"user","content":"x"}],"top_logprobs":2}""", "top_logprobs", DisplayName = "top_logprobs alone")]
    [DataRow("""{"model":"small","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""", "tools", DisplayName = "tools")]
    [DataRow("""{"model":"small","messages":[{"role":"user","content":"x"}],"stop":[""]}""", "stop", DisplayName = "an empty stop")]
    [DataRow("""[]""", null, DisplayName = "a list")]
    [DataRow("""{""", null, DisplayName = "no JSON")]
    public async Task Chat_WrongField_IsNamedInOpenAIsShape(string body, string? field)
    {
        using HttpResponseMessage response = await Shared.Http.PostAsync("/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.AreEqual(field, error.GetProperty("param").GetString());
        Assert.AreEqual("invalid_request_error", error.GetProperty("type").GetString());
        Assert.IsNotEmpty(error.GetProperty("message").GetString()!);
    }

    [TestMethod]
    public async Task Chat_ManyWrongFields_AreAllTold()
    {
        using HttpResponseMessage response = await Shared.Http.PostAsJsonAsync("/v1/chat/completions", new { temperature = -1, top_p = 2, n = 0 });

        string message = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("message").GetString()!;
        foreach (string field in (string[])["'temperature'", "'top_p'", "'n'", "'model'", "'messages'"])
        {
            Assert.Contains(field, message);
        }
    }

    [TestMethod]
    public async Task Chat_AnotherModel_IsNotFound()
    {
        ClientResultException refusal = await Assert.ThrowsAsync<ClientResultException>(() => Shared.ChatOf("gpt-5").CompleteChatAsync(Question));

        Assert.AreEqual(404, refusal.Status);
        Assert.Contains("'small' is", refusal.Message);
    }

    [TestMethod]
    public async Task Chat_LongerThanTheContext_SaysHowLongItMayBe()
    {
        ClientResultException refusal = await Assert.ThrowsAsync<ClientResultException>(() => Shared.Chat.CompleteChatAsync(new UserChatMessage(new string('x', 5000))));

        Assert.AreEqual(400, refusal.Status);
        Assert.Contains("context_length_exceeded", refusal.Message);
        Assert.Contains("2048", refusal.Message);
    }

    [TestMethod]
    public async Task Models_AreListed_AndHealthIsTold()
    {
        JsonElement models = await Shared.Http.GetFromJsonAsync<JsonElement>("/v1/models"), health = await Shared.Http.GetFromJsonAsync<JsonElement>("/health");

        Assert.AreEqual("small", models.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.AreEqual("ok", health.GetProperty("status").GetString());
        using HttpResponseMessage missing = await Shared.Http.GetAsync("/v1/nothing");
        Assert.AreEqual(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.IsTrue((await missing.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("error", out _));
    }

    [TestMethod]
    public async Task Chat_QueueFull_Is429()
    {
        using ServedStudent served = ServedStudent.Start("--slots", "1", "--queue", "1");
        using CancellationTokenSource patience = new();
        Task[] waiting = [.. Enumerable.Range(0, 12).Select(i => served.Chat.CompleteChatAsync(Question, Endless(i), patience.Token))];

        Task first = await Task.WhenAny(waiting.Select(async call =>
        {
            ClientResultException refusal = await Assert.ThrowsAsync<ClientResultException>(() => call);
            Assert.AreEqual(429, refusal.Status);
        }));

        await first;
        await patience.CancelAsync();
    }

    [TestMethod]
    public async Task Chat_ClientGone_FreesItsSlot()
    {
        using ServedStudent served = ServedStudent.Start("--slots", "1");
        await foreach (StreamingChatCompletionUpdate _ in served.Chat.CompleteChatStreamingAsync(Question, Endless(1)))
        {
            // One piece has come, so it is being made.
            break;
        }

        while ((await served.Http.GetFromJsonAsync<JsonElement>("/health")).GetProperty("open_requests").GetInt32() > 0)
        {
            await Task.Yield();
        }

        ChatCompletion next = await served.Chat.CompleteChatAsync(Question, Options(5, 1));
        Assert.IsGreaterThan(0, next.Usage.OutputTokenCount);
    }

    [TestMethod]
    public async Task Terminated_AnswerUnderWay_IsFinishedFirst()
    {
        using ServedStudent served = ServedStudent.Start();
        await using IAsyncEnumerator<StreamingChatCompletionUpdate> updates = served.Chat.CompleteChatStreamingAsync(Question, Options(300, 5)).GetAsyncEnumerator();
        Assert.IsTrue(await updates.MoveNextAsync());

        served.Process.Signal("TERM");

        ChatFinishReason? finish = null;
        while (await updates.MoveNextAsync())
        {
            finish ??= updates.Current.FinishReason;
        }

        Assert.IsNotNull(finish);
        served.Process.WaitForEnd().AssertExitCode(0);
    }

    [TestMethod]
    public async Task Chat_SmolLmFromAGgufFile_AnswersAsPyTorchDoes()
    {
        string model = SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf");

        using ServedStudent served = ServedStudent.StartModel(model, "--name", "smol");

        ChatCompletion answer = await served.ChatOf("smol").CompleteChatAsync([new UserChatMessage("What is the capital of France?")], new ChatCompletionOptions { Temperature = 0 });

        Assert.AreEqual("The capital of France is Paris.", TextOf(answer));
        Assert.AreEqual(37, answer.Usage.InputTokenCount);
        Assert.AreEqual(8, answer.Usage.OutputTokenCount);
        Assert.AreEqual(ChatFinishReason.Stop, answer.FinishReason);
    }

    [TestMethod]
    public void Start_AddressOfOthersWithoutTls_IsRefused()
    {
        using TapirProgram program = new();
        ServedStudent.Export(Path.Combine(program.Root, "small"));

        ProgramResult result = program.Run("serve-model", "small", "--listen", "http://0.0.0.0:0");

        result.AssertExitCode(2);
        Assert.Contains("would let other machines in without TLS", result.Errors);
    }

    [TestMethod]
    public void Start_NoModelThere_SaysSo()
    {
        using TapirProgram program = new();

        ProgramResult result = program.Run("serve-model", "nowhere");

        result.AssertExitCode(2);
        Assert.Contains("'nowhere' is no model that can be used", result.Errors);
    }

    [ClassInitialize]
    public static void StartShared(TestContext _) => Shared = ServedStudent.Start();

    [ClassCleanup]
    public static void StopShared() => Shared.Dispose();

    private static ServedStudent Shared { get; set; } = null!;

    private static string TextOf(ChatCompletion completion) => string.Concat(completion.Content.Select(part => part.Text));

    private static ChatCompletionOptions Options(int tokens, long seed) => new()
    {
        MaxOutputTokenCount = tokens,
        Temperature = 1,
#pragma warning disable OPENAI001 // the client calls seeds experimental
        Seed = seed,
#pragma warning restore OPENAI001
    };

    // As long as the context allows, unless chance ends it before.
    private static ChatCompletionOptions Endless(long seed) => Options(100_000, seed);

    private static async Task<JsonElement> PostAsync(ServedStudent served, string path, object body)
    {
        using HttpResponseMessage response = await served.Http.PostAsJsonAsync(path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
