using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Running;

namespace Tapir.Host.ModelServing;

/// <summary><c>POST /v1/chat/completions</c> and <c>POST /v1/completions</c>, whole or as server-sent events.</summary>
internal static class CompletionEndpoints
{
    public static void MapCompletions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", async (HttpContext context, ServedModel model) =>
        {
            CompletionCall call = CallReader.Chat(await RequestFields.ReadAsync(context.Request), model);
            await AnswerAsync(context, model, call, new ChatForm(call, model));
        });
        routes.MapPost("/v1/completions", async (HttpContext context, ServedModel model) =>
        {
            CompletionCall call = CallReader.Text(await RequestFields.ReadAsync(context.Request), model);
            await AnswerAsync(context, model, call, new TextForm(call, model));
        });
    }

    private static async Task AnswerAsync(HttpContext context, ServedModel model, CompletionCall call, IAnswerForm form)
    {
        using Answering answering = Answering.Begin(call, model, context);
        try
        {
            await (call.IsStreamed ? StreamAsync(context, call, form, answering) : WholeAsync(context, call, form, answering));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads any more; leaving cancels what is still being made.
        }
    }

    private static async Task WholeAsync(HttpContext context, CompletionCall call, IAnswerForm form, Answering answering)
    {
        List<(AnswerPiece, string)> answers = [];
        foreach (RunningAnswer answer in answering.Answers)
        {
            answers.Add((await answer.ReadAllAsync(context.RequestAborted), FinishOf(answer)));
        }

        await context.Response.WriteAsJsonAsync(form.Whole(answers, answering.Usage(call)), OpenAIJson.Options, context.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext context, CompletionCall call, IAnswerForm form, Answering answering)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers[HeaderNames.CacheControl] = "no-cache";
        try
        {
            for (int index = 0; index < answering.Answers.Count; index++)
            {
                if (form.Opening(index) is { } opening)
                {
                    await SendAsync(context, opening);
                }
            }

            await foreach ((int index, AnswerPiece? piece) in answering.ReadAsync(context.RequestAborted))
            {
                await SendAsync(context, piece is null ? form.Closing(index, FinishOf(answering.Answers[index])) : form.Piece(index, piece));
            }

            if (call.HasUsage)
            {
                await SendAsync(context, form.Total(answering.Usage(call)));
            }

            await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
        }
        catch (ModelStoppedException problem)
        {
            // The status was sent long ago.
            await SendAsync(context, OpenAIProblems.Of(problem).ToDocument());
        }
    }

    private static async Task SendAsync(HttpContext context, object document)
    {
        await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(document, document.GetType(), OpenAIJson.Options)}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static string FinishOf(RunningAnswer answer) => answer.Finish == AnswerFinish.Stop ? "stop" : "length";
}
