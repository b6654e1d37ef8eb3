import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Empty, Problem, Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { LESSONS } from "../addresses.ts";
import type { Lesson } from "../wire.ts";
import { useWords } from "../words.ts";
import { useTexts } from "./to-read.ts";

/** What happened, why it counts, what to do. No score. */
export function LessonPage({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { lessons } = useTexts();
  return (
    <div className="stack wide">
      <Link href="/reading" className="back-link">
        <Icon name="back" />
        {t("staff.reading")}
      </Link>
      <Read of={lessons}>
        {({ items }) => {
          const lesson = items.find((one) => one.id === id);
          return lesson === undefined ? <Empty title={t("staff.nowhere.title")} /> : <OneLesson lesson={lesson} />;
        }}
      </Read>
    </div>
  );
}

const PARTS = ["case", "why", "do"] as const;

function OneLesson({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [, navigate] = useLocation();
  const [problem, setProblem] = useState<ProblemOf>();
  const finish = async (): Promise<void> => {
    try {
      await api.send("POST", `${LESSONS}/${lesson.id}/done`);
      await queries.invalidateQueries({ queryKey: [LESSONS] });
      toast(t("staff.lessons.thanks"));
      navigate("/reading");
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <>
      <PageHeader title={lesson.title} />
      {PARTS.map((part) => (
        <section key={part} className="stack">
          <h2>{t(`staff.lessons.${part}`)}</h2>
          <p className="reading">{lesson[part]}</p>
        </section>
      ))}
      {problem && <Problem problem={problem} />}
      {lesson.isDone !== true && (
        <Button look="primary" className="wide-button" onClick={() => void finish()}>
          {t("staff.lessons.finish")}
        </Button>
      )}
    </>
  );
}
